import { Button } from 'react-aria-components/Button';
import type { CaseView } from '../api/types';
import { may } from '../app/rights';
import { useWho } from '../app/use-session';
import { useWords } from '../i18n/use-words';
import type { Act } from '../ui/act-dialog';
import {
  addNote,
  answerSupervision,
  askExtension,
  grantExtension,
  proposeRemedy,
  reassign,
  refuseExtension,
  supervise,
} from '../ui/case-acts';
import { approveWait, decideAppeal, refuseWait } from '../ui/decisions';

/** What can be done to a case in its phase, by whoever looks. The API decides again. */
export function CaseActs({ found, onAct }: { readonly found: CaseView; readonly onAct: (act: Act) => void }) {
  const words = useWords();
  const { t } = words;
  const who = useWho();
  const { phase, extension, supervision, waitRequest, appeal } = found;
  const leads = may.lead(who);
  const isGoing = phase === 'open' || phase === 'waiting';
  const isOpenOrResolved = isGoing || phase === 'resolved';
  const isOrdered = supervision !== null && supervision.answeredAt === null;
  // Whoever asked for it does not decide on it.
  const decidesExtension = leads && extension !== null && extension.requestedBy !== who.id;
  const decidesWait = leads && waitRequest !== null && waitRequest.requestedBy !== who.id;
  const acts: readonly (readonly [shows: boolean, label: string, act: () => Act])[] = [
    [isOpenOrResolved, t('act.reassign'), () => reassign(words, found, who.teams)],
    [leads && isOpenOrResolved && !isOrdered, t('act.supervise'), () => supervise(words, found)],
    [isOrdered, t('act.answerSupervision'), () => answerSupervision(words, found)],
    [decidesExtension, t('act.grant'), () => grantExtension(words, found)],
    [decidesExtension, t('act.refuse'), () => refuseExtension(words, found)],
    [decidesWait, t('act.approveWait'), () => approveWait(words, found)],
    [decidesWait, t('act.refuseWait'), () => refuseWait(words, found)],
    [leads && appeal !== null, t('act.upholdAppeal'), () => decideAppeal(words, found, true)],
    [leads && appeal !== null, t('act.rejectAppeal'), () => decideAppeal(words, found, false)],
    [isGoing && extension === null, t('act.askExtension'), () => askExtension(words, found)],
    [isOpenOrResolved, t('act.propose'), () => proposeRemedy(words, found)],
    [true, t('act.note'), () => addNote(words, found)],
  ];
  return (
    <div className="acts">
      {acts
        .filter(([shows]) => shows)
        .map(([, label, act]) => (
          <Button
            key={label}
            className="button"
            onPress={() => {
              onAct(act());
            }}
          >
            {label}
          </Button>
        ))}
      <Button
        className="button"
        onPress={() => {
          window.print();
        }}
      >
        {t('app.print')}
      </Button>
    </div>
  );
}
