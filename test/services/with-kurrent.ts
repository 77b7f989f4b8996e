/** The KurrentDB that the test run was given. What the tests write stays in it: give an empty one, such as a server with `--mem-db`. */
const URL = process.env['KURRENTDB_URL'] ?? '';

/** `describe` where there is a KurrentDB; else a suite that says what to set, and counts as skipped. */
export function describeWithKurrent(name: string, suite: (url: string) => void): void {
  describe(name, () => {
    if (URL !== '') suite(URL);
    else
      it.skip('SKIPPED: needs KurrentDB; set KURRENTDB_URL (kurrentdb://HOST:2113?tls=false)', () =>
        undefined);
  });
}
