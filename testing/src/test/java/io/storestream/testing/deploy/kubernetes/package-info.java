/** Tests of the Kubernetes manifests. */
@NullMarked
package io.storestream.testing.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
