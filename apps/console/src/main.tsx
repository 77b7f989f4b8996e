import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { createRoot } from 'react-dom/client';
import { forgetLiveStreams } from './api/live-stream';
import { ApiProblem } from './api/problem';
import { router } from './app/router';
import { showTheme, themeChosen } from './app/theme';
import { forgetInHand } from './desk/in-hand';
import { localeOf, startTexts } from './i18n';
import { useWords } from './i18n/use-words';
import { session } from './sign-in/session';
import { startSession } from './sign-in/start-session';
import './ui/style.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      // What the server refuses is refused again; what did not arrive may arrive.
      retry: (count, error) =>
        !(error instanceof ApiProblem && error.status >= 400 && error.status < 500) && count < 2,
      retryDelay: 500,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

function App() {
  const { language } = useWords();
  return (
    <I18nProvider locale={localeOf(language)}>
      <RouterProvider router={router} />
    </I18nProvider>
  );
}

/** What one person has seen is not for the next one in the same window. */
function forgetOnSignOut(): void {
  let before = session.state().step;
  session.subscribe(() => {
    const now = session.state();
    if (before === 'in' && now.step === 'out') {
      queries.clear();
      forgetLiveStreams();
      // Whoever signs in again goes on where they were.
      if (now.why !== 'expired') forgetInHand();
    }
    before = now.step;
    void router.invalidate();
  });
}

async function start(): Promise<void> {
  const comesBack = location.pathname === '/signed-in';
  showTheme(themeChosen());
  const texts = startTexts();
  let next: string | undefined;
  try {
    next = await startSession();
  } catch (error) {
    session.end();
    const reason = error instanceof ApiProblem ? error.code : error instanceof Error ? error.message : '?';
    const here = comesBack ? {} : { next: `${location.pathname}${location.search}` };
    // Where this very server is away, the page says so itself.
    if (comesBack || error instanceof ApiProblem)
      next = `/sign-in?${new URLSearchParams({ ...here, problem: reason }).toString()}`;
  }
  await texts;
  if (comesBack || next !== undefined) history.replaceState(null, '', next ?? '/');
  forgetOnSignOut();
  const element = document.getElementById('root');
  if (element === null) throw new Error('the document has no root');
  createRoot(element).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
