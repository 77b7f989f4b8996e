import { OmitType } from '@nestjs/swagger';
import { RegisterComplaintBody } from '@redress/complaints';

/** `redress.intake.complaint.v1`: a case to be put on record. When it came up is the `time` of the message. */
export class ComplaintMessage extends OmitType(RegisterComplaintBody, ['occurredAt'] as const) {}
