import { Link, Outlet, useLocation, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from 'react-aria-components/Button';
import { chooseLanguage, LANGUAGES, type Language } from '../i18n';
import { useWords } from '../i18n/use-words';
import { session } from '../sign-in/session';
import { SignInAgain } from '../sign-in/sign-in-again';
import { Notices } from '../ui/notices';
import { Printed } from '../ui/printed';
import { useShortcuts } from '../ui/use-shortcuts';
import { may, mayBeHere } from './rights';
import { ShortcutList } from './shortcut-list';
import { showTheme, themeChosen, THEMES, type Theme } from './theme';
import { useWho } from './use-session';

/** What stands around every page: where to go, how it looks, who is signed in. */
export function Shell() {
  const { t, word } = useWords();
  const who = useWho();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [helps, setHelps] = useState(false);
  const go = (to: '/board' | '/desk' | '/figures' | '/cases' | '/what-if', right: boolean) =>
    right ? () => void navigate({ to }) : undefined;
  useShortcuts({
    '?': () => {
      setHelps(true);
    },
    '1': go('/board', may.watchBoard(who)),
    '2': go('/desk', may.workCases(who)),
    '3': go('/cases', may.listCases(who)),
    '4': go('/figures', may.seeFigures(who)),
    '5': go('/what-if', may.askWhatIf(who)),
  });
  useFocusOnPage();
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <header className="bar">
        <span className="brand">{t('app.name')}</span>
        <nav aria-label={t('app.name')}>
          {may.watchBoard(who) && <Link to="/board">{t('app.board')}</Link>}
          {may.workCases(who) && <Link to="/desk">{t('app.desk')}</Link>}
          {may.listCases(who) && (
            <Link to="/cases" search={{}}>
              {t('app.cases')}
            </Link>
          )}
          {may.seeFigures(who) && <Link to="/figures">{t('app.figures')}</Link>}
          {may.askWhatIf(who) && <Link to="/what-if">{t('whatIf.nav')}</Link>}
        </nav>
        <span className="bar-space" />
        <LanguageChoice />
        <ThemeChoice />
        <Button
          className="button bar-button"
          aria-label={t('app.shortcuts')}
          onPress={() => {
            setHelps(true);
          }}
        >
          ?
        </Button>
        <span className="who" title={who.teams.join(', ')}>
          <span>{who.name ?? who.id}</span>{' '}
          <small>{who.roles.map((role) => word('role', role)).join(', ')}</small>
        </span>
        <Button className="button bar-button" onPress={() => void session.signOut()}>
          {t('app.signOut')}
        </Button>
      </header>
      <Offline />
      <main id="content" tabIndex={-1}>
        <Printed />
        {mayBeHere(pathname, who) ? <Outlet /> : <p className="hint pad">{t('app.notYours')}</p>}
      </main>
      <Notices />
      <SignInAgain />
      <ShortcutList
        isOpen={helps}
        onClose={() => {
          setHelps(false);
        }}
      />
    </div>
  );
}

/** Where a page was left with what had the focus, the next one has it: not the top of the document. */
function useFocusOnPage(): void {
  // Not the page that is on its way: until it is there, the one before has the focus.
  const shown = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.getElementById('content')?.focus();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [shown]);
}

export function LanguageChoice() {
  const { t, language } = useWords();
  return (
    <label className="quiet-choice">
      <span className="visually-hidden">{t('app.language')}</span>
      <select
        value={language}
        onChange={(event) => {
          void chooseLanguage(event.target.value as Language);
        }}
      >
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function ThemeChoice() {
  const { t } = useWords();
  const [theme, setTheme] = useState(themeChosen);
  return (
    <label className="quiet-choice">
      <span className="visually-hidden">{t('app.theme')}</span>
      <select
        value={theme}
        onChange={(event) => {
          const chosen = event.target.value as Theme;
          setTheme(chosen);
          showTheme(chosen);
        }}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {t(`app.themes.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function subscribeToNetwork(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

function Offline() {
  const { t, time } = useWords();
  const isOnline = useSyncExternalStore(subscribeToNetwork, () => navigator.onLine);
  const [since, setSince] = useState<number>();
  useEffect(() => {
    if (isOnline) return;
    const now = Date.now();
    const timer = setTimeout(() => {
      setSince(now);
    });
    return () => {
      clearTimeout(timer);
    };
  }, [isOnline]);
  if (isOnline || since === undefined) return null;
  return (
    <p className="offline" role="status">
      {t('app.offline', { time: time(since) })}
    </p>
  );
}
