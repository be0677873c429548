package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FileCosignStoreTest extends CosignStoreContract {
    private final Path directory;
    private final List<FileCosignStore> opened = new ArrayList<>();

    FileCosignStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Override
    FileCosignStore store() throws IOException {
        return opened(FileCosignStore.create(directory));
    }

    private FileCosignStore opened(FileCosignStore store) {
        opened.add(store);
        return store;
    }

    @AfterEach
    void close() throws IOException {
        for (FileCosignStore store : opened) {
            store.close();
        }
    }

    @Test
    void the_head_is_there_after_reopening() throws IOException {
        try (FileCosignStore store = FileCosignStore.create(directory)) {
            store.advance("a", Optional.empty(), Vectors.largeHead(256));
        }
        assertThat(opened(FileCosignStore.open(directory)).latest("a")).contains(Vectors.largeHead(256));
    }

    @Test
    void an_emptied_directory_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> FileCosignStore.open(directory)).isInstanceOf(IOException.class)
                .hasMessageContaining("fetch the latest cosigned checkpoints of the other regions");
    }

    @Test
    void a_second_owner_is_refused() throws IOException {
        store();
        assertThatThrownBy(() -> FileCosignStore.open(directory)).hasMessageContaining("in use by another process");
        assertThatThrownBy(() -> FileCosignStore.create(directory)).isInstanceOf(IOException.class);
    }

    @Test
    void a_damaged_memory_is_an_error_and_never_empty() throws IOException {
        FileCosignStore store = store();
        store.advance("a", Optional.empty(), Vectors.largeHead(256));
        try (var files = Files.list(directory)) {
            Path file = files.filter(path -> path.getFileName().toString().length() == 64).findFirst().orElseThrow();
            Files.writeString(file, "a\n25");
        }
        assertThatThrownBy(() -> store.latest("a")).isInstanceOf(IOException.class).hasMessageContaining("is damaged");
        assertThatThrownBy(() -> store.advance("a", Optional.empty(), Vectors.largeHead(257)))
                .isInstanceOf(IOException.class);
    }
}
