import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';

/** Fetches the next page of a list that goes on; gone at its end. Keeps the focus while it fetches: the next press gets the page after. */
export function MoreButton({
  pages: { hasNextPage, isFetchingNextPage, fetchNextPage },
  children,
}: {
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly children: ReactNode;
}) {
  return (
    hasNextPage && (
      <Button className="button goes-on" isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
        {children}
      </Button>
    )
  );
}
