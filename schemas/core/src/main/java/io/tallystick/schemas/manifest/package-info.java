/**
 * How a document of record proves itself, offline and without the service that made it. Read {@link
 * io.tallystick.schemas.manifest.DocumentTree} first, then {@link io.tallystick.schemas.manifest.DocumentCheck}.
 */
package io.tallystick.schemas.manifest;
