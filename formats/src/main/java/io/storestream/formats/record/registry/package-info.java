/**
 * Records behind the ID of a schema, as the serializers of schema registries write them: Avro and
 * JSON become plain JSON, which the decoders of the other formats read. Start at {@link
 * io.storestream.formats.record.registry.RegistryDecoder}.
 */
@NullMarked
package io.storestream.formats.record.registry;

import org.jspecify.annotations.NullMarked;
