using TenantTokens.Approvals;
using TenantTokens.Configuration.Values;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Configuration.Values;

public sealed class PersonNameTests
{
    [Theory]
    [InlineData("alice")]
    [InlineData("  alice@example.com ")]
    [InlineData("Andr\u00e9 O'Neill-Smith")]
    [InlineData("\u6f22\u5b57")]
    [InlineData("group:6f0c4b1e-0000-0000-0000-000000000000")]
    public void Names_of_all_scripts_are_names(string name) => Assert.True(PersonName.IsValid(name));

    [Theory]
    [InlineData("", "nothing")]
    [InlineData(" \u00a0 ", "blanks")]
    [InlineData("al\u202eice", "a mark of direction")]
    [InlineData("al\u2066ice", "an isolate")]
    [InlineData("al\u200dice", "a joiner")]
    [InlineData("al\u001bice", "an escape")]
    [InlineData("al\tice", "a tab")]
    [InlineData("al\u2028ice", "a line separator")]
    [InlineData("alice\ufe0f", "a variation selector")]
    [InlineData("alice\u3164", "a filler")]
    [InlineData("e\u0301ve", "an accent of its own")]
    [InlineData("\uff41lice", "a full-width letter")]
    public void What_cannot_be_seen_or_has_another_form_is_no_name(string name, string what)
        => Assert.False(PersonName.IsValid(name), what);

    [Fact]
    public void A_name_of_more_than_200_characters_is_none()
        => Assert.Equal((true, false), (PersonName.IsValid(new string('a', 200)), PersonName.IsValid(new string('a', 201))));

    [Theory]
    [InlineData(" Alice ", "alice", true)]
    [InlineData("alice  b", "Alice\u00a0b", true)]
    [InlineData("alice", "al ice", false)]
    [InlineData("alice", "alic\u0435", false)]
    public void Blanks_around_and_case_do_not_count(string one, string other, bool isSame)
        => Assert.Equal(isSame, PersonName.IsSame(one, other));

    [Theory]
    [InlineData(2, "alice,bob", "rachel", null)]
    [InlineData(2, "alice,bob,rachel", "RACHEL ", null)]
    [InlineData(
        2,
        "alice,rachel",
        " Rachel",
        "It needs 2 approvers who choose the same, but only 1 may decide; rachel requested this rotation.")]
    [InlineData(1, "rachel", "rachel", "It needs 1 approver, but no approver may decide; rachel requested this rotation.")]
    [InlineData(2, "alice, Alice ", "bob", "It needs 2 approvers who choose the same, but only 1 may decide.")]
    [InlineData(1, "", "rachel", "It needs 1 approver, but no approver may decide.")]
    [InlineData(5, "rachel,group:6f0c", "rachel", null)]
    public void A_quorum_that_cannot_be_reached_is_told_with_its_reason(int quorum, string approvers, string requester, string? why)
    {
        GateRecord gate = Some.Gate(quorum) with
        {
            Approvers = approvers.Split(',', StringSplitOptions.RemoveEmptyEntries),
            RequestedBy = requester,
        };

        string? said = GateTally.WhyUnreachable(gate);

        Assert.True(why is null ? said is null : said!.StartsWith(why, StringComparison.Ordinal), said);
    }
}
