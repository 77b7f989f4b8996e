/**
 * The floor under live boards: a bare HTTP server that keeps connections open (GET /?team=a&team=b), and writes what it is told to those of
 * a team (POST /<team>). Prints its address. Ends on SIGTERM.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const boards = new Map<string, Set<ServerResponse>>();

const server = createServer((request, answer) => {
  const url = new URL(request.url ?? '/', 'http://floor');
  if (request.method === 'GET') {
    answer.writeHead(200, { 'Content-Type': 'text/event-stream' });
    answer.write('event: snapshot\ndata: {"isLast":true}\n\n');
    for (const team of url.searchParams.getAll('team'))
      boards.set(team, (boards.get(team) ?? new Set()).add(answer));
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const text = Buffer.concat(parts).toString();
    for (const board of boards.get(url.pathname.slice(1)) ?? []) board.write(text);
    answer.end('{}');
  });
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(
    `The floor is at http://127.0.0.1:${String((server.address() as AddressInfo).port)}\n`,
  );
});
process.once('SIGTERM', () => process.exit(0));
