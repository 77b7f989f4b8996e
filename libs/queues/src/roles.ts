import type { Principal } from '@redress/http';

/** Who works from queues, or watches them. */
export const QUEUE_READERS = ['agent', 'shift-leader', 'supervisor'] as const;

/** Whether someone may look at every queue. */
export const isLeader = ({ roles }: Principal): boolean =>
  roles.includes('shift-leader') || roles.includes('supervisor');
