namespace TenantTokens.Simulation.Words;

/// <summary>What came of reading every surface in every state that some seeds reached.</summary>
internal sealed class WordsReport
{
    private readonly HashSet<string> _surfaces = new(StringComparer.Ordinal);
    private readonly HashSet<string> _untrue = new(StringComparer.Ordinal);
    private int _states;
    private int _sentences;

    /// <summary>Sentences that are not so.</summary>
    public int Untrue => _untrue.Count;

    /// <summary>Reads every surface of a state.</summary>
    public async Task TakeAsync(ReachedState state, TextWriter output)
    {
        using Surfaces surfaces = new(state);
        (TenantTokens.Rotations.Reading.RotationSnapshot snapshot, IReadOnlyDictionary<string, string> texts) = await surfaces.WriteAsync();
        Situation situation = new(snapshot, state.Truth, state.At);
        _states++;
        foreach ((string surface, string text) in texts)
        {
            _surfaces.Add(surface);
            (IReadOnlyList<string> untrue, int compared) = Statements.Compare(text, situation);
            _sentences += compared;
            foreach (string sentence in untrue)
            {
                if (_untrue.Add($"{surface}|{sentence}"))
                {
                    await output.WriteLineAsync(
                        $"{surface} says of {snapshot.Rotation.Phase} ({snapshot.Rotation.ParkReason?.Code ?? "no hold"}, gate"
                            + $" {snapshot.Gate?.GateId ?? "none"}, seed {state.Seed}) what is not so: {sentence}");
                }
            }
        }
    }

    public override string ToString()
        => $"{_states} states, {_surfaces.Count} surfaces, {_sentences} sentences compared, {_untrue.Count} untrue.";
}
