import { RequestMethod, VERSION_NEUTRAL, type VersioningOptions } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, VERSION_METADATA } from '@nestjs/common/constants';
import { ApplicationConfig, MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PUBLIC_METADATA, ROLES_METADATA, wireRoutes, type PrincipalRole } from '@redress/http';

/** A route of an app, and who may call it. */
export interface RouteAccess {
  readonly method: string;
  /** In the router's notation: `/v1/complaints/:id`. */
  readonly path: string;
  /** `Controller.method`; undefined for what Nest does not know: the API document, its page, static files. */
  readonly handler?: string;
  readonly isPublic: boolean;
  /** Empty on a route that is not public: a mistake, for nobody may call it. */
  readonly roles: readonly PrincipalRole[];
}

/**
 * Every route that answers on the wire, of an app that went through `configureHttp` and `init`. HEAD, which Fastify adds to each GET with
 * the same handler, is left out. Throws where a controller's route can't be found on the wire: this list would then be wrong.
 */
export function routesOf(app: NestFastifyApplication): readonly RouteAccess[] {
  const wire = wireRoutes(app.getHttpAdapter().getInstance()).filter(({ method }) => method !== 'HEAD');
  const onWire = new Set(wire.map(keyOf));
  const handled = new Map<string, RouteAccess>();
  for (const { controllers } of app.get(ModulesContainer).values()) {
    for (const { metatype } of controllers.values()) {
      if (typeof metatype !== 'function') continue;
      for (const route of routesOfController(metatype, app.get(ApplicationConfig).getVersioning())) {
        if (!onWire.has(keyOf(route)))
          throw new Error(`${keyOf(route)} of ${String(route.handler)} is not on the wire`);
        handled.set(keyOf(route), route);
      }
    }
  }
  return wire.map((route) => handled.get(keyOf(route)) ?? { ...route, isPublic: true, roles: [] });
}

const keyOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

function routesOfController(controller: object, versioning: VersioningOptions | undefined): RouteAccess[] {
  const prototype: unknown = Reflect.get(controller, 'prototype');
  if (typeof prototype !== 'object' || prototype === null) return [];
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler: unknown = Reflect.get(prototype, name);
    if (typeof handler !== 'function') return [];
    const method = metadata(METHOD_METADATA, handler);
    if (typeof method !== 'number') return [];
    const at = [handler, controller];
    const versions = [first(VERSION_METADATA, at) ?? defaultOf(versioning)].flat();
    const roles = first(ROLES_METADATA, at) as readonly PrincipalRole[] | undefined;
    const paths = pathsOf(controller).flatMap((base) => pathsOf(handler).map((own) => `${base}/${own}`));
    return versions.flatMap((version) =>
      paths.map((path) => ({
        method: RequestMethod[method] ?? String(method),
        path: normalise(version === VERSION_NEUTRAL ? path : `v${String(version)}/${path}`),
        handler: `${nameOf(controller)}.${name}`,
        isPublic: first(PUBLIC_METADATA, at) === true,
        roles: roles ?? [],
      })),
    );
  });
}

const defaultOf = (versioning: VersioningOptions | undefined): unknown =>
  versioning !== undefined && 'defaultVersion' in versioning
    ? (versioning.defaultVersion ?? VERSION_NEUTRAL)
    : VERSION_NEUTRAL;

const pathsOf = (target: object): string[] => [metadata(PATH_METADATA, target) ?? ''].flat().map(String);

const normalise = (path: string): string =>
  `/${path
    .split('/')
    .filter((part) => part !== '')
    .join('/')}`;

const nameOf = (target: object): string => String(Reflect.get(target, 'name'));

/** What decorators of Nest and of ours have put there. */
const metadata = (key: string, target: object): unknown => Reflect.getMetadata(key, target);

const first = (key: string, targets: readonly object[]): unknown =>
  targets.map((target) => metadata(key, target)).find((value) => value !== undefined);
