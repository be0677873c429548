package io.althing.agent;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The fake keeps the contract. */
class FakeLinkTest extends RegistryLinkContract {
    private final FakeLink fake;

    FakeLinkTest(@TempDir Path directory) {
        super(directory);
        fake = new FakeLink(world.store(), World.EU);
    }

    @Override
    RegistryLink connect() {
        return fake;
    }

    @Override
    void cut(boolean now) {
        fake.now(now ? FakeLink.Trouble.CUT : FakeLink.Trouble.NONE);
    }

    @Override
    void loseAnswers() {
        fake.now(FakeLink.Trouble.ANSWERS_LOST);
    }
}
