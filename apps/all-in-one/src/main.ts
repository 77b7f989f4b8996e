import { runApp } from '@redress/platform';
import { PolicyFileError } from '@redress/policies';
import { banner } from './banner';
import { startRedress } from './start-redress';

runApp({
  start: startRedress,
  greet: (redress, { policy }) => banner({ ...redress, policy }),
  isMendable: (error) => error instanceof PolicyFileError,
});
