using System.Globalization;

namespace TenantTokens.Local.Engine;

/// <summary>Compares what the code requests on replay with what it requested when the turn was live.</summary>
internal static class ReplayCheck
{
    /// <summary>Returns null, or a sentence about the first step that differs.</summary>
    public static string? Difference(RecordedTurn turn, int firstStep, IReadOnlyList<PendingStep> asked)
    {
        ReadOnlySpan<char> rest = turn.Asked;
        for (int index = 0; index < asked.Count || !rest.IsEmpty; index++)
        {
            int end = rest.IndexOf('\n');
            ReadOnlySpan<char> recorded = end < 0 ? rest : rest[..end];
            string? code = index < asked.Count ? asked[index].Asked.Text : null;
            if (!recorded.SequenceEqual(code))
            {
                string expected = recorded.IsEmpty ? "nothing more" : AskedStep.Describe(recorded.ToString());
                string actual = code is null ? "nothing more" : AskedStep.Describe(code);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Step {firstStep + index}, {turn.Event.Describe()}: the history holds {expected}, but the code asked for {actual}.");
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return null;
    }
}
