using TenantTokens.Ledger;
using TenantTokens.Surfaces;

namespace TenantTokens.Local.Following;

/// <summary>Plain lines without control characters, one whenever something changed: for logs, pipes and CI.</summary>
internal sealed class PlainView(TerminalWriter output) : IProgressView
{
    private string? _last;

    /// <inheritdoc />
    public Task<T> RunAsync<T>(Func<Action<RotationSnapshot>, Task<T>> work) => work(Show);

    /// <inheritdoc />
    public void Say(string line) => output.WriteLine($"{line}");

    private void Show(RotationSnapshot snapshot)
    {
        string line = ProgressLine.Of(snapshot);
        if (line != _last)
        {
            _last = line;
            output.WriteLine($"{line}");
        }
    }
}
