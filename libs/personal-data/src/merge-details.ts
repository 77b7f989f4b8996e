import { comparablePhone } from './numbers';
import type { CustomerDetails } from './personal-data';

/** What is known after `given` came in: phones are added unless they are there already, other fields given replace the old ones. */
export function mergeDetails(known: CustomerDetails, given: CustomerDetails): CustomerDetails {
  const phones = new Map<string, string>();
  for (const phone of [...(known.phones ?? []), ...(given.phones ?? [])]) {
    const key = comparablePhone(phone) ?? phone;
    if (!phones.has(key)) phones.set(key, phone);
  }
  const fields = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    ...known,
    ...Object.fromEntries(fields),
    ...(phones.size > 0 ? { phones: [...phones.values()] } : {}),
  };
}
