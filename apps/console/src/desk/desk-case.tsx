import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { actOnCase } from '../api/acts';
import { caseView } from '../api/questions';
import type { CaseView } from '../api/types';
import { useLiveCase } from '../api/use-live-case';
import { useWho } from '../app/use-session';
import { CaseClocks } from '../case/case-clocks';
import { CaseFacts } from '../case/case-facts';
import { CaseRemedies } from '../case/case-remedies';
import { Timeline } from '../case/timeline';
import { useWords, type Words } from '../i18n/use-words';
import type { Act } from '../ui/act-dialog';
import { Asked } from '../ui/asked';
import {
  addNote,
  askExtension,
  answerSupervision,
  caseName,
  proposeRemedy,
  reassign,
  resolve,
  respond,
  resume,
  startWaiting,
} from '../ui/case-acts';
import { KeyActs, type KeyAct } from './key-acts';
import { scheduleFor } from './callback-acts';
import { useAskedAround } from './use-asked-around';

/** The case in the agent's hands; below a call, which has the keys then, it is to be read and leads to its own page. */
export function DeskCase({
  caseId,
  onAct,
  isBelowCall = false,
}: {
  readonly caseId: string;
  readonly onAct: (act: Act) => void;
  readonly isBelowCall?: boolean;
}) {
  const words = useWords();
  const who = useWho();
  const asked = useQuery(caseView(caseId));
  useAskedAround(String(useLiveCase(caseId).changes));
  return (
    <Asked asked={asked}>
      {(found) => (
        <>
          <header className="work-head">
            <h2>
              <Link to="/cases/$caseId" params={{ caseId }}>
                {words.t('case.title', { name: caseName(found) })}
              </Link>
            </h2>
            {!isBelowCall && <KeyActs acts={actsFor(words, found, who.id)} onAct={onAct} />}
          </header>
          {found.agent !== null && found.agent !== who.id && (
            <p className="hint" role="status">
              {words.t('desk.withAnother', { agent: found.agent })}
            </p>
          )}
          <div className="case-grid">
            <div>
              <CaseFacts found={found} />
              <CaseClocks caseId={caseId} />
            </div>
            <div>
              <CaseRemedies found={found} onAct={onAct} />
              <Timeline caseId={caseId} />
            </div>
          </div>
        </>
      )}
    </Asked>
  );
}

function actsFor(words: Words, found: CaseView, who: string): readonly KeyAct[] {
  const { t } = words;
  const isGoing = found.phase === 'open' || found.phase === 'waiting';
  const mayBeWorked = isGoing || found.phase === 'resolved';
  const isMine = found.agent === who && found.claimed;
  const claim = (): Act => ({
    title: t('act.claim'),
    about: t('case.title', { name: caseName(found) }),
    fields: [],
    send: (_, anew) => actOnCase(found.id, 'claim', {}, anew ?? found.revision),
  });
  const all: readonly (KeyAct & { readonly shows: boolean })[] = [
    { shows: isGoing && !isMine, key: 'c', label: t('act.claim'), act: claim, isFirst: true },
    {
      shows: mayBeWorked,
      key: 'r',
      label: t('act.respond'),
      act: () => respond(words, found),
      isFirst: isMine && found.firstRespondedAt === null,
    },
    { shows: found.phase === 'open', key: 'w', label: t('act.wait'), act: () => startWaiting(words, found) },
    { shows: found.phase === 'waiting', key: 'u', label: t('act.resume'), act: () => resume(words, found) },
    { shows: mayBeWorked, key: 'p', label: t('act.propose'), act: () => proposeRemedy(words, found) },
    { shows: mayBeWorked, key: 'b', label: t('act.schedule'), act: () => scheduleFor(words, found, who) },
    { shows: isGoing, key: 'e', label: t('act.resolve'), act: () => resolve(words, found) },
    {
      shows: mayBeWorked,
      key: 'h',
      label: t('act.handOver'),
      act: () => reassign(words, found, [found.team], t('act.handOver')),
    },
    {
      shows: isGoing && found.extension === null,
      key: 'x',
      label: t('act.askExtension'),
      act: () => askExtension(words, found),
    },
    {
      shows: found.supervision?.answeredAt === null,
      key: 'a',
      label: t('act.answerSupervision'),
      act: () => answerSupervision(words, found),
    },
    { shows: true, key: 'o', label: t('act.note'), act: () => addNote(words, found) },
  ];
  return all.filter(({ shows }) => shows);
}
