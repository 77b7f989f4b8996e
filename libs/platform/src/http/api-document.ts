import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { withNullTypes } from './null-types';

const DESCRIPTION = `Service recovery for a call centre: complaints, their clocks, queues and figures.

- **Commands** are POST. Send an \`Idempotency-Key\` and you may send them again. They answer with an \`ETag\` for the next \`If-Match\`, and with a
  \`Redress-Read-Token\` with which a question waits until it can show the command.
- **Questions** are GET. Long answers come in pages: \`limit\`, \`cursor\`, \`nextCursor\`.
- **Refusals** are problem documents (RFC 9457) with a stable \`code\`, explained at \`/problems\`. What contradicts this document is 400, and so is
  what it does not name; what only the state of the case can tell is 409, 412 or 422.
- **Instants** are ISO 8601 with \`Z\` or an offset.`;

/** The page needs its own script and styles, and the pictures that these draw. */
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** The OpenAPI 3.1 document of all routes of an initialised app. */
export function apiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Redress')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .build();
  return withNullTypes(
    SwaggerModule.createDocument(app, config, { operationIdFactory: (_controller, method) => method }),
  );
}

/** Serves the document at /openapi.json and a page to read and try it at /docs, both without a token. Made when first asked for. */
export function serveApiDocument(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Redress API',
    swaggerOptions: { persistAuthorization: false },
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      if (request.url.startsWith('/docs')) void reply.header('Content-Security-Policy', PAGE_POLICY);
      done(null, payload);
    });
}
