import { useEffect, useState } from 'react';

/** What a text was when it last stood still for so long. */
export function useSettled(text: string, stillMs: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(text);
    }, stillMs);
    return () => {
      clearTimeout(timer);
    };
  }, [text, stillMs]);
  return settled;
}
