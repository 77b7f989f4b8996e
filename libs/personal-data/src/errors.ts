/** The store can't be reached, or did not answer in time; whether the call was done is unknown. Every call is safe to repeat. */
export class PersonalDataUnavailable extends Error {
  override readonly name = 'PersonalDataUnavailable';
}

/** A row does not open under the key and the place it was sealed for: damaged, tampered with or moved. Names the row, not its content. */
export class PersonalDataCorrupt extends Error {
  override readonly name = 'PersonalDataCorrupt';

  constructor(row: string) {
    super(`personal data of ${row} can't be opened: it was damaged, changed or moved outside of Redress`);
  }
}
