import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';

/** A list that is fetched page after page. */
interface Pages {
  readonly data: { readonly pages: readonly unknown[] } | undefined;
  readonly hasNextPage: boolean;
  readonly isError: boolean;
  readonly fetchNextPage: () => Promise<Omit<Pages, 'fetchNextPage'>>;
}

/** Fetches the next page of a list that goes on; gone at its end. Keeps the focus while it fetches: the next press gets the page after. */
export function MoreButton({ pages, children }: { readonly pages: Pages; readonly children: ReactNode }) {
  const [isWanted, setWanted] = useState(false);
  const fetchMore = async () => {
    const count = pages.data?.pages.length ?? 0;
    setWanted(true);
    // News that came in meanwhile has the list fetched again, and the next page is let go for that.
    for (let now = await pages.fetchNextPage(); isLeftOut(now, count);) now = await pages.fetchNextPage();
    setWanted(false);
  };
  return (
    pages.hasNextPage && (
      <Button className="button goes-on" isPending={isWanted} onPress={() => void fetchMore()}>
        {children}
      </Button>
    )
  );
}

const isLeftOut = ({ data, hasNextPage, isError }: Omit<Pages, 'fetchNextPage'>, count: number): boolean =>
  !isError && hasNextPage && data !== undefined && data.pages.length <= count;
