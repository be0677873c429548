package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FileFenceStoreTest {
    private static final FenceStore.Fence SERVING = new FenceStore.Fence(new ModelName("digits"), 41,
            Optional.of(new VersionId("v1")));
    private static final FenceStore.Fence DISABLED = new FenceStore.Fence(new ModelName("spam"), 7, Optional.empty());

    @Test
    void what_it_remembers_is_there_when_the_file_is_opened_again(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("gateway/fences.json");
        FileFenceStore store = FileFenceStore.open(file);
        assertThat(store.all()).isEmpty();
        store.remember(new FenceStore.Fence(SERVING.model(), 40, Optional.empty()));
        store.remember(SERVING);
        store.remember(DISABLED);

        FileFenceStore again = FileFenceStore.open(file);

        assertThat(again.all()).containsExactlyInAnyOrder(SERVING, DISABLED);
        assertThat(again.find(SERVING.model())).contains(SERVING);
        assertThat(again.find(new ModelName("other"))).isEmpty();
    }

    @Test
    void a_damaged_file_is_named_with_what_to_do(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("fences.json"), "{\"digits\": {\"highestIndex\": \"4");
        assertThatThrownBy(() -> FileFenceStore.open(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("fences.json is damaged").hasMessageContaining("remove the file only when");
        Files.writeString(file, "{\"digits\": {\"stable\": \"v1\"}}");
        assertThatThrownBy(() -> FileFenceStore.open(file)).hasMessageContaining("highestIndex of 'digits'");
    }

    @Test
    void a_write_that_fails_leaves_the_earlier_memory(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("fences.json");
        FileFenceStore store = FileFenceStore.open(file);
        store.remember(DISABLED);
        Files.createDirectory(directory.resolve("fences.json.new"));

        assertThatThrownBy(() -> store.remember(SERVING)).isInstanceOf(IOException.class);
        assertThat(store.all()).containsExactly(DISABLED);
        assertThat(FileFenceStore.open(file).all()).containsExactly(DISABLED);
    }
}
