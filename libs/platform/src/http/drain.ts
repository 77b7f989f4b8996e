import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { endEventStreams } from '@redress/http';

const SWEEP_MS = 50;

/**
 * Watches a server from its start; what it gives back is called when the server begins to close: event streams end, requests in hand
 * are let end for `patienceMs`, and then nobody stays connected.
 */
export function prepareDrain(server: Server, patienceMs: number): () => void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    endEventStreams(server);
    const sweep = setInterval(() => {
      // Those that were busy when the server began to close stay open after their answer until their keep-alive time is up.
      server.closeIdleConnections();
      // Node does not call a connection idle over which nothing has ever come; browsers and undici open such ones ahead.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    }, SWEEP_MS);
    const cut = setTimeout(() => {
      server.closeAllConnections();
    }, patienceMs);
    server.once('close', () => {
      clearInterval(sweep);
      clearTimeout(cut);
    });
  };
}
