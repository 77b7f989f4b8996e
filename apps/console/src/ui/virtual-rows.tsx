import { useVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { usePrinting } from './use-printing';

/**
 * A long table of rows of one height of which only those on the screen are drawn (on paper: all). Up, down, page, Home and End move; Enter
 * opens.
 */
export function VirtualRows<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowClass,
  rowRems,
  children,
  onOpen,
  onKey,
  acts,
}: {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowClass?: (row: Row) => string;
  /** The height of a row, in the size of the page's letters. */
  readonly rowRems: number;
  /** The cells of a row, as many as there are columns. */
  readonly children: (row: Row) => readonly ReactNode[];
  readonly onOpen: (row: Row) => void;
  /** Any other key, on the row that is chosen; whether it meant something. */
  readonly onKey?: ((key: string, row: Row) => boolean) | undefined;
  /** What can be done to a row: buttons that are shown over its end while it is pointed at or chosen. */
  readonly acts?: ((row: Row) => ReactNode) | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = Math.round(rowRems * useLetterSize());
  const [activeKey, setActiveKey] = useState<string>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  // Nobody scrolls on paper: there all rows are drawn.
  const isPrinting = usePrinting() !== undefined;
  const drawn = isPrinting ? rows.map((_, index) => ({ index, start: 0 })) : virtual.getVirtualItems();
  useEffect(() => {
    virtual.measure();
  }, [virtual, rowHeight]);
  // Not with every row that is scrolled past: the list may be long.
  const activeIndex = useMemo(
    () => (activeKey === undefined ? -1 : rows.findIndex((row) => rowKey(row) === activeKey)),
    [rows, rowKey, activeKey],
  );

  const moveTo = (index: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[at];
    if (row === undefined) return;
    setActiveKey(rowKey(row));
    virtual.scrollToIndex(at);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => {
      moveTo(activeIndex + 1);
    },
    ArrowUp: () => {
      moveTo(activeIndex === -1 ? 0 : activeIndex - 1);
    },
    PageDown: () => {
      moveTo(activeIndex + 15);
    },
    PageUp: () => {
      moveTo(activeIndex - 15);
    },
    Home: () => {
      moveTo(0);
    },
    End: () => {
      moveTo(rows.length - 1);
    },
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = keys[event.key];
    const row = rows[activeIndex];
    if (move !== undefined) {
      event.preventDefault();
      move();
    } else if (row !== undefined && event.target === scroller.current) {
      if (event.key === 'Enter') onOpen(row);
      else if (onKey?.(event.key, row) === true) event.preventDefault();
    }
  };
  const id = (row: Row) => `row-${rowKey(row).replaceAll(' ', '-')}`;
  const active = rows[activeIndex];
  return (
    <div
      className="rows"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      ref={scroller}
      aria-activedescendant={active === undefined ? undefined : id(active)}
      onKeyDown={press}
    >
      <div role="row" aria-rowindex={1} className="row head">
        {columns.map((column) => (
          <div role="columnheader" key={column}>
            {column}
          </div>
        ))}
      </div>
      <div role="rowgroup" className="rows-space" style={{ blockSize: virtual.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <VirtualRow
              key={rowKey(row)}
              id={id(row)}
              row={row}
              index={index}
              start={start}
              height={rowHeight}
              isActive={index === activeIndex}
              columns={columns}
              className={rowClass?.(row) ?? ''}
              cells={children}
              acts={acts}
              rowKey={rowKey}
              onChoose={setActiveKey}
              onOpen={onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

interface VirtualRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  /** Where it stands, and how high it is, in pixels. */
  readonly start: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly columns: readonly string[];
  readonly className: string;
  readonly cells: (row: Row) => readonly ReactNode[];
  readonly acts: ((row: Row) => ReactNode) | undefined;
  readonly rowKey: (row: Row) => string;
  readonly onChoose: (key: string) => void;
  readonly onOpen: (row: Row) => void;
}

/**
 * A row is drawn again where something of it has changed, not whenever the list is scrolled. What can be done to it is there once it is
 * looked for.
 */
const VirtualRow = memo(function VirtualRow<Row>({
  id,
  row,
  index,
  start,
  height,
  isActive,
  columns,
  className,
  cells,
  acts,
  rowKey,
  onChoose,
  onOpen,
}: VirtualRowProps<Row>) {
  const [isPointedAt, setPointedAt] = useState(false);
  return (
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={isActive}
      className={`row ${className}`}
      style={{ transform: `translateY(${String(start)}px)`, blockSize: height }}
      onPointerEnter={() => {
        setPointedAt(true);
      }}
      onPointerLeave={() => {
        setPointedAt(false);
      }}
      onClick={() => {
        onChoose(rowKey(row));
      }}
      onDoubleClick={() => {
        onOpen(row);
      }}
    >
      {cells(row).map((cell, n) => (
        <div role="gridcell" key={columns[n]}>
          {cell}
        </div>
      ))}
      {acts !== undefined && (isActive || isPointedAt) && (
        <div role="gridcell" className="row-acts">
          {acts(row)}
        </div>
      )}
    </div>
  );
}) as <Row>(props: VirtualRowProps<Row>) => ReactNode;

/** The size of the page's letters in pixels, which grows on a wall. */
const useLetterSize = (): number =>
  useSyncExternalStore(
    (listener) => {
      addEventListener('resize', listener);
      return () => {
        removeEventListener('resize', listener);
      };
    },
    () => parseFloat(getComputedStyle(document.documentElement).fontSize),
  );
