using TenantTokens.Simulator;

namespace TenantTokens.Simulation.World;

/// <summary>The calls that are to fail, and how.</summary>
internal sealed class FaultyCalls
{
    private readonly List<Rule> _rules = [];

    /// <summary>Lets the next calls of a kind fail.</summary>
    public void Plant(string call, CallFate fate, int times) => _rules.Add(new Rule(call, fate) { Left = times });

    /// <summary>Everything is well again.</summary>
    public void Clear() => _rules.Clear();

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

    private static bool IsOfVault(string call) => call is CallName.GetSecret or CallName.PutSecret or CallName.PatchSecret or CallName.ListSecretVersions;

    private sealed record Rule(string Call, CallFate Fate)
    {
        public int Left { get; set; }
    }
}
