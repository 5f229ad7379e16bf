/**
 * The tables: names, keys, creation, and comparison of an existing table with the required shape.
 * Start at {@link io.storestream.dynamodb.schema.TableSetup}.
 */
@NullMarked
package io.storestream.dynamodb.schema;

import org.jspecify.annotations.NullMarked;
