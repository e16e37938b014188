/** Entry of the viewer's page: waits for the console's port. Framed by the console alone (frame-ancestors), so the first port is its. */
import type { ConsoleToViewer, ViewerToConsole } from '../shared/messages.ts';
import { Viewer } from './viewer.ts';

let taken = false;

addEventListener('message', (event: MessageEvent<unknown>) => {
  const { data, ports, source } = event;
  const port = ports[0];
  if (
    taken ||
    !port ||
    source !== window.parent ||
    typeof data !== 'object' ||
    data === null ||
    !('type' in data) ||
    data.type !== 'samepage-port'
  )
    return;
  taken = true;
  const viewer = new Viewer((message: ViewerToConsole) => port.postMessage(message));
  port.onmessage = (message: MessageEvent<ConsoleToViewer>) => viewer.fromConsole(message.data);
});
