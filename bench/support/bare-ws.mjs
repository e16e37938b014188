// What a relay costs at least: node bare-ws.mjs PORT. /ROOM/host speaks, each /ROOM/guest hears it; nothing is parsed.
import { WebSocketServer } from 'ws';

const rooms = new Map();
const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1', perMessageDeflate: false }, () =>
  process.send('ready'),
);
server.on('connection', (socket, req) => {
  const [, room, role] = (req.url ?? '').split('/');
  const guests = rooms.get(room) ?? new Set();
  rooms.set(room, guests);
  if (role === 'guest') guests.add(socket);
  else
    socket.on('message', (data) => {
      for (const guest of guests) guest.send(data, { binary: false });
    });
});
process.on('disconnect', () => process.exit());
process.on('message', () => process.send(process.cpuUsage()));
