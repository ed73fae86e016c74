using TenantTokens.Approvals;
using TenantTokens.Rotations.Reading;
using TenantTokens.Rotations.Words;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>
/// Writes plain lines without control characters whenever something changes, for logs, pipes and CI. During a wait, it repeats what it
/// waits for: after ten seconds first, then less and less often, so that a log shows that the program is alive and a gate of two days does
/// not fill it.
/// </summary>
internal sealed class PlainView(TerminalWriter output, TimeProvider time) : IProgressView
{
    private static readonly TimeSpan _firstSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _longestSilence = TimeSpan.FromMinutes(10);
    private string? _last;
    private DateTimeOffset _since;
    private DateTimeOffset _againAt;

    /// <inheritdoc />
    public Task<T> RunAsync<T>(Func<Action<RotationSnapshot>, Task<T>> work) => work(Show);

    /// <inheritdoc />
    public void Say(string line) => output.WriteLine($"{line}");

    private void Show(RotationSnapshot snapshot)
    {
        DateTimeOffset now = time.GetUtcNow();
        string line = $"{RotationWords.From(snapshot, now).Line}"
            + $"{(snapshot is { Gate: not null, GateOutcome: GateOutcome.Undecided or GateOutcome.Held } ? $" {GateText.Here}" : "")}";
        if (line != _last)
        {
            (_last, _since, _againAt) = (line, now, now + _firstSilence);
            output.WriteLine($"{line}");
        }
        else if (now >= _againAt)
        {
            TimeSpan silence = (now - _since) * 2;
            _againAt = now + (silence < _longestSilence ? silence : _longestSilence);
            output.WriteLine($"Since {_since.UtcDateTime:HH:mm:ss'Z'}: {line}");
        }
    }
}
