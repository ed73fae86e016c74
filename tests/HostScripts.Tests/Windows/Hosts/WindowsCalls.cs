using System.Management.Automation;

namespace TenantTokens.HostScripts.Tests.Windows.Hosts;

/// <summary>
/// The calls that a script makes on its machine: they are recorded, and a test says which of them fail or end the script's process.
/// </summary>
/// <param name="broken">What a call says that fails without an error of its own.</param>
internal sealed class WindowsCalls(string broken) : IDisposable
{
    private readonly List<string> _all = [];
    private readonly List<(string Call, int Number, Exception Error)> _faults = [];
    private CancellationTokenSource _kill = new();

    /// <summary>Every call of the last run with its arguments, the clock's left out.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>The number of the call of the next run that fails, from 1; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>The number of the call of the next run at which the process is ended, from 1; 0 for none.</summary>
    public int KillAt { get; set; }

    /// <summary>The next run's process is ended at the first call like this.</summary>
    public Func<string, bool>? KillOn { get; set; }

    /// <summary>The n-th call that begins like this fails, in every run; 0 stands for every one.</summary>
    public void Fail(string like, int number, Exception? error)
        => _faults.Add((like, number, error ?? new InvalidOperationException(broken)));

    /// <summary>Runs a script, and forgets afterwards what was planned for one run.</summary>
    /// <param name="run">Runs it; the token ends its process.</param>
    public async Task<TResult> DuringAsync<TResult>(Func<CancellationToken, Task<TResult>> run)
    {
        _all.Clear();
        _kill = new CancellationTokenSource();
        using CancellationTokenRegistration test = TestContext.Current.CancellationToken.Register(_kill.Cancel);
        TResult result = await run(_kill.Token);
        (KillAt, FailAt, KillOn) = (0, 0, null);
        _kill.Dispose();
        return result;
    }

    /// <summary>A call was made.</summary>
    /// <exception cref="PipelineStoppedException">The script's process is ended.</exception>
    public void Made(string name, IReadOnlyList<string> arguments)
    {
        if (_kill.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        if (name is "Get-Date")
        {
            return;
        }

        string call = $"{name} {string.Join(' ', arguments)}";
        _all.Add(call);
        if (_all.Count == KillAt || KillOn?.Invoke(call) is true)
        {
            _kill.Cancel();
            throw new PipelineStoppedException();
        }

        if (_all.Count == FailAt)
        {
            throw new InvalidOperationException(broken);
        }

        foreach ((string like, int number, Exception error) in _faults)
        {
            if (call.StartsWith(like, StringComparison.Ordinal)
                && (number is 0 || _all.Count(made => made.StartsWith(like, StringComparison.Ordinal)) == number))
            {
                throw error;
            }
        }
    }

    public void Dispose() => _kill.Dispose();
}
