package io.althing.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.Blob;
import io.althing.registry.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArtifactStoreTest {
    private static final byte[] BYTES = "a model".getBytes(StandardCharsets.UTF_8);
    private static final Sha256 DIGEST = Blob.of(BYTES).digest();

    @TempDir
    private Path directory;
    private final AtomicLong free = new AtomicLong(1L << 40);
    private ArtifactStore store;

    @BeforeEach
    void open() throws IOException {
        store = new ArtifactStore(directory, new ArtifactStore.Limits(100L << 20, 1000), free::get);
    }

    private void put(Sha256 digest, byte[] bytes) throws IOException {
        try (Upload upload = store.begin(digest, bytes.length)) {
            upload.write(ByteBuffer.wrap(bytes));
            upload.commit();
        }
    }

    private static void fails(ArtifactFailure.Reason reason, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(ArtifactFailure.class,
                failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    private long filesOnDisk() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void what_was_committed_is_found_whole() throws IOException {
        put(DIGEST, BYTES);
        assertThat(store.find(DIGEST)).hasValueSatisfying(path -> assertThat(path).hasBinaryContent(BYTES));
        assertThat(filesOnDisk()).isEqualTo(1);
    }

    @Test
    void bytes_of_another_digest_leave_nothing() throws IOException {
        fails(ArtifactFailure.Reason.WRONG_DIGEST, () -> put(new Sha256("0".repeat(64)), BYTES));
        assertThat(filesOnDisk()).isZero();
    }

    @Test
    void too_many_bytes_are_refused_when_announced_and_when_they_come_unannounced() throws IOException {
        fails(ArtifactFailure.Reason.TOO_LARGE, () -> store.begin(DIGEST, 200L << 20));
        fails(ArtifactFailure.Reason.TOO_LARGE, () -> {
            try (Upload upload = store.begin(DIGEST, 0)) {
                for (int i = 0; i < 101; i++) {
                    upload.write(ByteBuffer.allocate(1 << 20));
                }
            }
        });
        assertThat(filesOnDisk()).isZero();
    }

    @Test
    void a_full_disk_is_noticed_before_and_during_an_upload() throws IOException {
        free.set(1000);
        fails(ArtifactFailure.Reason.DISK_FULL, () -> put(DIGEST, BYTES));
        free.set(1L << 40);
        fails(ArtifactFailure.Reason.DISK_FULL, () -> {
            try (Upload upload = store.begin(DIGEST, 0)) {
                free.set(0);
                upload.write(ByteBuffer.allocate(9 << 20));
            }
        });
        assertThat(filesOnDisk()).isZero();
    }

    @Test
    void what_never_finished_is_swept_away_at_the_next_start() throws IOException {
        Upload upload = store.begin(DIGEST, 0);
        upload.write(ByteBuffer.wrap(BYTES));
        assertThat(filesOnDisk()).isEqualTo(1);
        open();
        assertThat(filesOnDisk()).isZero();
        assertThat(store.find(DIGEST)).isEmpty();
    }
}
