import 'reflect-metadata';
import { createHmac } from 'node:crypto';
import { AsyncLocalStorage } from 'node:async_hooks';
import { ValidationPipe } from '@nestjs/common';
import {
  ApiValidationPipe,
  IsInstant,
  IsOneOf,
  IsOpaqueId,
  IsText,
  fingerprintOf,
  parseJsonBody,
} from '@redress/http';
import { deriveId, newId } from '@redress/kernel';
import { IsString, MaxLength, IsIn, Matches, IsOptional } from 'class-validator';
class Dto {
  @IsOpaqueId() customerId!: string;
  @IsOneOf(['complaint', 'fault']) kind!: string;
  @IsOneOf(['p1', 'p2']) priority!: string;
  @IsText(4000) description!: string;
  @IsInstant({ optional: true }) occurredAt?: string;
}
class Dto2 {
  @IsString() @Matches(/^[a-z0-9-]+$/) customerId!: string;
  @IsIn(['complaint', 'fault']) kind!: string;
  @IsIn(['p1', 'p2']) priority!: string;
  @IsString() @MaxLength(4000) description!: string;
  @IsOptional() @IsString() occurredAt?: string;
}
const text = JSON.stringify({
  customerId: 'c-1',
  kind: 'complaint',
  priority: 'p1',
  description: 'The parcel is late. '.repeat(5),
});
const bytes = Buffer.from(text);
const body = JSON.parse(text) as object;
const pipe = new ApiValidationPipe();
const plain = new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true });
const key = Buffer.alloc(32);
const cases: Record<string, () => unknown> = {
  'api pipe': () => pipe.transform(body, { type: 'body', metatype: Dto }),
  'nest pipe': () => plain.transform(body, { type: 'body', metatype: Dto2 }),
  parseJsonBody: () => parseJsonBody(bytes),
  'JSON.parse': () => JSON.parse(bytes.toString()) as unknown,
  fingerprint: () => fingerprintOf(body, key),
  'hmac only': () => createHmac('sha256', key).update(text).digest('hex'),
  deriveId: () => deriveId('a1', 'POST', '/v1/x', 'abc'),
  newId: () => newId(),
};
void (async () => {
  for (const als of [false, true]) {
    const go = async () => {
      const best: Record<string, number> = {};
      for (let round = 0; round < 12; round++)
        for (const [name, f] of Object.entries(cases)) {
          const t = process.hrtime.bigint();
          for (let i = 0; i < 3000; i++) {
            const r = f();
            if (r instanceof Promise) await r;
          }
          const us = Number(process.hrtime.bigint() - t) / 3e6;
          best[name] = Math.min(best[name] ?? 1e9, us);
        }
      console.log(
        als ? 'in ALS' : 'no ALS',
        Object.entries(best)
          .map(([n, v]) => `${n} ${v.toFixed(1)}`)
          .join(' · '),
      );
    };
    if (als) await new AsyncLocalStorage<string>().run('x', go);
    else await go();
  }
})();
