namespace TenantTokens.Simulator.Dynatrace;

/// <summary>The errors that the next calls to a path are answered with.</summary>
internal sealed class PlantedErrors
{
    private readonly Lock _sync = new();
    private readonly List<(Fault Fault, int Left)> _planted = [];

    public void Plant(Fault fault)
    {
        lock (_sync)
        {
            _planted.Add((fault, fault.Times ?? 1));
        }
    }

    public Fault? Next(string path)
    {
        lock (_sync)
        {
            int index = _planted.FindIndex(p => path.Contains(p.Fault.Path ?? "", StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                return null;
            }

            (Fault fault, int left) = _planted[index];
            if (left > 1)
            {
                _planted[index] = (fault, left - 1);
            }
            else
            {
                _planted.RemoveAt(index);
            }

            return fault;
        }
    }
}
