@NullMarked
package io.storestream.dynamodb.schema;

import org.jspecify.annotations.NullMarked;
