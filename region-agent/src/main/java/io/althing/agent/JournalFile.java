package io.althing.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the journal's lines go. One thread at a time. */
interface JournalFile extends AutoCloseable {
    /** Appends the bytes; on return they survive loss of power. After an exception none of them counts. */
    void append(byte[] bytes) throws IOException;

    @Override
    void close() throws IOException;

    /** A file on disk, cut to the given length and synced after each append. */
    static JournalFile open(Path path, long length) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(length);
        channel.force(true);
        syncDirectory(path);
        return new OnDisk(channel);
    }

    private static void syncDirectory(Path path) throws IOException {
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** The real thing. */
    final class OnDisk implements JournalFile {
        private final FileChannel channel;

        private OnDisk(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            long before = channel.size();
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                long at = before;
                while (buffer.hasRemaining()) {
                    at += channel.write(buffer, at);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(before);
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
