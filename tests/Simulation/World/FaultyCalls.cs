using TenantTokens.Simulator;

namespace TenantTokens.Simulation.World;

/// <summary>The calls that are to fail, and how.</summary>
internal sealed class FaultyCalls
{
    private readonly List<Rule> _rules = [];
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);

    /// <summary>Lets the next calls of a kind fail.</summary>
    public void Plant(string call, CallFate fate, int times) => _rules.Add(new Rule(call, fate) { Left = times });

    /// <summary>Everything is well again.</summary>
    public void Clear() => _rules.Clear();

    /// <summary>Nothing of a machine can be changed at Azure.</summary>
    public void Lock(string machine) => _locked.Add(machine);

    public void Unlock(string machine) => _locked.Remove(machine);

    /// <summary>Whether a request changes something of a machine that is locked.</summary>
    public bool IsLocked(string call, string path)
        => _locked.Count > 0
            && call is CallName.PutRunCommand or CallName.DeleteRunCommand
            && path.Split('/') is [.., var machine, _, _]
            && _locked.Contains(machine);

    /// <summary>Whether a call to the vault may fail now.</summary>
    public bool IsVaultFaulty => _rules.Exists(static rule => rule.Left > 0 && (rule.Call is Vault || IsOfVault(rule.Call)));

    /// <summary>What becomes of the next call.</summary>
    public CallFate Next(string call)
    {
        Rule? rule = _rules.Find(rule => rule.Left > 0 && (rule.Call == call || (rule.Call == Vault && IsOfVault(call))));
        if (rule is null)
        {
            return CallFate.Answered;
        }

        rule.Left--;
        return rule.Fate;
    }

    /// <summary>All calls to the vault.</summary>
    public const string Vault = "vault";

    private static bool IsOfVault(string call)
        => call is CallName.GetSecret or CallName.PutSecret or CallName.PatchSecret or CallName.ListSecretVersions;

    private sealed record Rule(string Call, CallFate Fate)
    {
        public int Left { get; set; }
    }
}
