const M = 0x5bd1e995;
const SEED = 0x9747b28c;

/**
 * MurmurHash2 (32 bit, signed) with the seed of Kafka's own clients (`org.apache.kafka.common.utils.Utils.murmur2`), so that the
 * partitions of a feed stay the same when it moves to Kafka.
 */
export function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let hash = SEED ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    let k = Math.imul(view.getInt32(at, true), M);
    k ^= k >>> 24;
    hash = Math.imul(hash, M) ^ Math.imul(k, M);
  }
  const rest = bytes.length - whole;
  if (rest > 0) {
    if (rest === 3) hash ^= view.getUint8(whole + 2) << 16;
    if (rest >= 2) hash ^= view.getUint8(whole + 1) << 8;
    hash = Math.imul(hash ^ view.getUint8(whole), M);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, M);
  return hash ^ (hash >>> 15);
}

const encoder = new TextEncoder();

/** The partition (from 0) of a key, as Kafka's default partitioner places it: the same key is always in the same one. */
export const partitionFor = (partitionKey: string, partitions: number): number =>
  (murmur2(encoder.encode(partitionKey)) & 0x7fffffff) % partitions;
