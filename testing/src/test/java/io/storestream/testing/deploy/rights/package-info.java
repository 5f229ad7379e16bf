/** Tests of the rights in Kafka that each command needs. */
@NullMarked
package io.storestream.testing.deploy.rights;

import org.jspecify.annotations.NullMarked;
