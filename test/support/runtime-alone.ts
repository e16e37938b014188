/** The runtime's entry without the mirror: what a document needs to be disguised. Faults are kept where a test finds them. */
import { boot } from '../../src/inject/boot.ts';

const faults: string[] = [];
Object.defineProperty(window, 'samepageFaults', { value: faults });
boot()?.onFault((error) => faults.push(error instanceof Error ? `${error.message} ${error.stack ?? ''}` : String(error)));
