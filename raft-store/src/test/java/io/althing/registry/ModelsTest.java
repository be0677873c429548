package io.althing.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelsTest {
    @Test
    void a_version_is_ready_once_regions_forming_a_majority_hold_its_bytes() {
        Town town = Town.formed();
        town.does(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
        town.does(Town.OPERATOR, Town.version(Town.V1));
        town.does(Town.node(Town.AP), new Command.ConfirmArtifacts(Town.DIGITS, Town.V1, Town.AP));
        assertThat(town.stored(Town.V1).ready()).isFalse();
        town.does(Town.node(Town.US), new Command.ConfirmArtifacts(Town.DIGITS, Town.V1, Town.US));
        assertThat(town.stored(Town.V1).ready()).isTrue();
        assertThat(town.stored(Town.V1).verifiedIn()).containsExactly(Town.AP, Town.US);
    }

    @Test
    void a_region_cannot_confirm_for_another() {
        Town town = Town.withModel();
        assertThat(town.refused(Town.node(Town.AP), new Command.ConfirmArtifacts(Town.DIGITS, Town.V1, Town.US)))
                .isInstanceOf(Rejection.NotPermitted.class);
    }

    @Test
    void a_version_is_registered_once() {
        Town town = Town.withModel();
        assertThat(town.refused(Town.OPERATOR, Town.version(Town.V1))).isInstanceOf(Rejection.AlreadyExists.class);
    }

    @Test
    void nobody_without_a_role_writes() {
        Town town = Town.withModel();
        assertThat(town.refused(Actor.anonymous(), new Command.SetTag(Town.DIGITS, "k", "v")))
                .isInstanceOf(Rejection.NotPermitted.class);
    }

    @Test
    void an_alias_moves_only_from_the_revision_that_was_seen() {
        Town town = Town.withModel();
        var alias = new AliasName("champion");
        assertThat(town.refused(Town.OPERATOR, new Command.MoveAlias(Town.DIGITS, alias, Town.V1)))
                .isInstanceOf(Rejection.RevisionRequired.class);
        town.doesAt(Town.OPERATOR, 0, new Command.MoveAlias(Town.DIGITS, alias, Town.V1));
        Outcome late = town.asks(Town.OPERATOR, Optional.of(0L), new Command.MoveAlias(Town.DIGITS, alias, Town.V2));
        assertThat(late).isInstanceOfSatisfying(Outcome.Rejected.class,
                r -> assertThat(r.rejection()).isInstanceOf(Rejection.StaleRevision.class));
    }

    @Test
    void a_tag_can_be_set_changed_and_deleted() {
        Town town = Town.withModel();
        town.does(Town.OPERATOR, new Command.SetTag(Town.DIGITS, "team", "one"));
        town.does(Town.OPERATOR, new Command.SetTag(Town.DIGITS, "team", "two"));
        assertThat(town.state().get(Table.TAGS, "digits/team")).map(Tag::value).contains("two");
        town.does(Town.OPERATOR, new Command.DeleteTag(Town.DIGITS, "team"));
        assertThat(town.state().get(Table.TAGS, "digits/team")).isEmpty();
    }

    @Test
    void nothing_happens_before_the_cluster_is_formed_and_it_is_formed_once() {
        assertThat(new Town().refused(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga")))
                .isInstanceOfSatisfying(Rejection.NotNow.class, r -> assertThat(r.rule()).isEqualTo("not-formed"));
        Town town = Town.formed();
        Genesis genesis = town.state().get(Table.GENESIS, Table.ONLY).orElseThrow();
        assertThat(town.refused(Town.node(Town.AP), new Command.FormCluster(genesis)))
                .isInstanceOf(Rejection.AlreadyExists.class);
    }
}
