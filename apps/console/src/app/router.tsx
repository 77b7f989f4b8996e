import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  redirect,
} from '@tanstack/react-router';
import type { CasesSearch } from '../cases/cases-search';
import { session } from '../sign-in/session';
import { SignInPage } from '../sign-in/sign-in-page';
import { useWords } from '../i18n/use-words';
import { homeOf } from './rights';
import { Shell } from './shell';
import { useSession } from './use-session';

const root = createRootRoute({
  notFoundComponent: function NotFound() {
    const { t } = useWords();
    return <p className="hint pad">{t('app.notFound')}</p>;
  },
});

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next, problem }): { next?: string; problem?: string } => ({
    ...(text(next)?.startsWith('/') === true ? { next: text(next) ?? '/' } : {}),
    ...(text(problem) === undefined ? {} : { problem: text(problem) ?? '' }),
  }),
  component: function SignIn() {
    const { next, problem } = signIn.useSearch();
    const state = useSession();
    return state.step === 'in' ? (
      <Navigate to={next ?? '/'} replace />
    ) : (
      <SignInPage next={next ?? '/'} problem={problem} />
    );
  },
});

/** The pages for whoever is signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: function Inside() {
    const state = useSession();
    // Gone from the sign-in while on a page: back here after the next one.
    if (state.step === 'in') return <Shell />;
    const here = `${location.pathname}${location.search}`;
    return (
      <Navigate
        to="/sign-in"
        search={state.step === 'out' && state.why === 'left' ? {} : { next: here }}
        replace
      />
    );
  },
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    const state = session.state();
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- this is how the router is told
    if (state.step === 'in') throw redirect({ to: homeOf(state.who), replace: true });
  },
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  component: () => <Navigate to="/" replace />,
});

const board = createRoute({
  getParentRoute: () => inside,
  path: '/board',
  component: lazyRouteComponent(() => import('../board/board-page'), 'BoardPage'),
});

const desk = createRoute({
  getParentRoute: () => inside,
  path: '/desk',
  component: lazyRouteComponent(() => import('../desk/desk-page'), 'DeskPage'),
});

const cases = createRoute({
  getParentRoute: () => inside,
  path: '/cases',
  validateSearch: (search): CasesSearch =>
    Object.fromEntries(
      Object.entries(search)
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) => [name, String(value)]),
    ),
  component: lazyRouteComponent(() => import('../cases/cases-page'), 'CasesPage'),
});

const caseRoute = createRoute({
  getParentRoute: () => inside,
  path: '/cases/$caseId',
  component: lazyRouteComponent(() => import('../case/case-page'), 'CasePage'),
});

const figures = createRoute({
  getParentRoute: () => inside,
  path: '/figures',
  component: lazyRouteComponent(() => import('../figures/figures-page'), 'FiguresPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    signedIn,
    inside.addChildren([home, board, desk, cases, caseRoute, figures]),
  ]),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
