import { Module } from '@nestjs/common';
import { AutomationsController } from './automations.controller';

/** The question how the automations stand. Needs the AutomationRunner from a global module. */
@Module({ controllers: [AutomationsController] })
export class AutomationsModule {}
