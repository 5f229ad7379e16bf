/** Tests of the items. */
@NullMarked
package io.storestream.dynamodb.item;

import org.jspecify.annotations.NullMarked;
