import { newId } from '@redress/kernel';
import { PolicyFileError } from '@redress/policies';
console.log(newId(), PolicyFileError.name);
