namespace TenantTokens.Simulation.Product;

/// <summary>
/// The life of one process. It can die at any step: before or after a journal write, a ledger write or a request. A dead process has no
/// further effect: what it waits for never comes.
/// </summary>
internal sealed class ProcessLife
{
    private string? _last;

    /// <summary>How many steps it has made.</summary>
    public int Steps { get; private set; }

    /// <summary>The step at which it dies; null for none.</summary>
    public int? DiesAt { get; set; }

    public bool IsDead { get; private set; }

    /// <summary>Called when it dies, with where.</summary>
    public Action<string> Died { get; set; } = static _ => { };

    /// <summary>What it did last.</summary>
    public string Last => _last ?? "it has begun";

    /// <summary>False when it is dead, from this step on or already.</summary>
    public bool Goes(string step)
    {
        if (IsDead)
        {
            return false;
        }

        _last = step;
        if (++Steps == DiesAt)
        {
            Die();
        }

        return !IsDead;
    }

    public void Die()
    {
        if (!IsDead)
        {
            IsDead = true;
            Died(Last);
        }
    }

    /// <summary>What a dead process waits for.</summary>
    public static Task<T> NeverAsync<T>() => new TaskCompletionSource<T>().Task;
}
