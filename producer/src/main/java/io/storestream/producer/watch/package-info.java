/**
 * Folders whose files are published as they arrive, each once. {@link
 * io.storestream.producer.watch.FolderWatch} runs until it is stopped; {@link
 * io.storestream.producer.watch.FilePublisher} publishes one file.
 */
@NullMarked
package io.storestream.producer.watch;

import org.jspecify.annotations.NullMarked;
