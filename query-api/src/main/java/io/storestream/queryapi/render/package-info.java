/**
 * Renders answers: JSON, GeoJSON, CSV and NDJSON, whole or streamed. Start at {@link
 * io.storestream.queryapi.render.StoreAnswers}.
 */
@NullMarked
package io.storestream.queryapi.render;

import org.jspecify.annotations.NullMarked;
