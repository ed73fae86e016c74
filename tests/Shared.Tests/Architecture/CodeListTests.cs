using System.Reflection;
using TenantTokens.Approvals;
using TenantTokens.Rotations;

namespace TenantTokens.Shared.Tests.Architecture;

/// <summary>Whoever looks for a code in the documents finds it.</summary>
public sealed class CodeListTests
{
    [Fact]
    public void Each_code_of_a_parked_rotation_has_its_row_with_what_leads_out()
        => Assert.Equal([], Missing("calls.md", ParkCodesOf().Select(static code => $"`{code}`")));

    [Fact]
    public void Each_reason_for_which_a_vote_is_refused_has_its_row_with_the_answer()
        => Assert.Equal([], Missing("api.md", Enum.GetNames<VoteRefusal>().Select(static refusal => $"`{refusal}`")));

    [Fact]
    public void A_code_without_a_row_is_missing()
        => Assert.Equal(["`no-such-code`"], Missing("calls.md", ["`step-failed`", "`no-such-code`"]));

    private static IEnumerable<string> ParkCodesOf()
        => typeof(ParkCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => (string)field.GetRawConstantValue()!);

    private static IEnumerable<string> Missing(string document, IEnumerable<string> codes)
    {
        string[] rows = [.. File.ReadLines(Path.Combine(SourceTree.Docs, document)).Where(static line => line.StartsWith('|'))];
        return codes.Where(code => !rows.Any(row => row.Split('|') is [_, var first, var second, ..]
            && (first.Contains(code, StringComparison.Ordinal) || second.Contains(code, StringComparison.Ordinal))));
    }
}
