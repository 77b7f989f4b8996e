import { useAskedAgain } from '../board/use-asked-again';
import { useSettled } from '../ui/use-settled';

/** What is asked beside a stream may be a moment behind it: after so long of quiet it is asked once more. */
const BEHIND_MS = 2_000;

/** Asks what is on the desk again when `mark` has changed, and once more when that has sunk in everywhere. */
export function useAskedAround(mark: string): void {
  useAskedAgain(`${mark} ${useSettled(mark, BEHIND_MS)}`);
}
