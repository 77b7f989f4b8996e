import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomFillSync } from 'node:crypto';

/** AES-256-GCM (NIST SP 800-38D) with the 12-byte nonce and the 16-byte tag it recommends. */
const CIPHER = 'aes-256-gcm';
const FORM = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** Bytes of a master key and of a customer's key. */
export const KEY_BYTES = 32;

/** What a sealed value is, and whose: it opens only with the same words again, so no row can be passed off as another. */
export type Place = readonly [what: string, ...of: string[]];

/** A value does not open: another key, another place, or changed bytes. */
export class DoesNotOpen extends Error {
  override readonly name = 'DoesNotOpen';
}

const additionalData = (place: Place): Buffer => Buffer.from(JSON.stringify(place));

// Asking the system for a few bytes at a time took 30 % of the cost of a registration, so they are fetched in stock.
const stock = Buffer.alloc(4096);
let used = stock.length;

function random(bytes: number): Buffer {
  if (used + bytes > stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  const taken = Buffer.from(stock.subarray(used, used + bytes));
  stock.fill(0, used, used + bytes);
  used += bytes;
  return taken;
}

/** Encrypts under a random nonce, so the same value is never sealed alike: form (1 byte), nonce, tag, ciphertext. */
export function seal(key: Buffer, place: Place, plain: Buffer): Buffer {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(additionalData(place));
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(FORM), nonce, cipher.getAuthTag(), body]);
}

/** What was sealed. Throws DoesNotOpen. */
export function unseal(key: Buffer, place: Place, sealed: Buffer): Buffer {
  if (sealed.length < HEAD_BYTES || sealed[0] !== FORM)
    throw new DoesNotOpen('not a sealed value of a known form');
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(additionalData(place))
    .setAuthTag(tag);
  const plain = decipher.update(sealed.subarray(HEAD_BYTES));
  try {
    decipher.final();
  } catch {
    throw new DoesNotOpen('another key, another place, or changed bytes');
  }
  return plain;
}

/** A new customer's key. */
export const newKey = (): Buffer => random(KEY_BYTES);

/**
 * The keys that come from the one master key, each for one use (HKDF-SHA256, RFC 5869): one wraps the customers' keys, one
 * hashes numbers for look-up, and the id tells this master key from another one without giving it away.
 */
export class MasterKey {
  readonly id: string;
  readonly #wrapping: Buffer;
  readonly #index: Buffer;

  /** Throws a RangeError unless `secret` has 32 bytes. */
  constructor(secret: Buffer) {
    if (secret.length !== KEY_BYTES)
      throw new RangeError(`a master key has ${String(KEY_BYTES)} bytes, not ${String(secret.length)}`);
    const derive = (use: string, bytes: number): Buffer =>
      Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `redress/personal-data/${use}`, bytes));
    this.id = derive('id', 8).toString('hex');
    this.#wrapping = derive('wrapping', KEY_BYTES);
    this.#index = derive('index', KEY_BYTES);
  }

  /** Seals a secret (a customer's key) under the master key. */
  wrap(place: Place, secret: Buffer): Buffer {
    return seal(this.#wrapping, [...place, this.id], secret);
  }

  /** Throws DoesNotOpen. */
  unwrap(place: Place, wrapped: Buffer): Buffer {
    return unseal(this.#wrapping, [...place, this.id], wrapped);
  }

  /** HMAC-SHA256 of a number: equal numbers are found, and nobody without the key can try out all phone numbers. */
  hash(kind: string, value: string): Buffer {
    return createHmac('sha256', this.#index).update(`${kind}\0${value}`).digest();
  }
}
