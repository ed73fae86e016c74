using TenantTokens.Ledger;
using TenantTokens.Rotations.Words;

namespace TenantTokens.Local.Following;

/// <summary>Plain lines without control characters, one whenever something changed: for logs, pipes and CI.</summary>
internal sealed class PlainView(TextWriter output, TimeProvider time) : IProgressView
{
    private string? _last;

    /// <inheritdoc />
    public Task<T> RunAsync<T>(Func<Action<RotationSnapshot>, Task<T>> work) => work(Show);

    /// <inheritdoc />
    public void Say(string line) => output.WriteLine(line);

    private void Show(RotationSnapshot snapshot)
    {
        string line = RotationWords.Of(snapshot, time.GetUtcNow()).Line;
        if (line != _last)
        {
            _last = line;
            output.WriteLine(line);
        }
    }
}
