using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using TenantTokens.Configuration.Reading.Forms;
using TenantTokens.Configuration.Values;

namespace TenantTokens.Configuration.Reading;

/// <summary>
/// One key of the file, described by the property that it sets. Error messages, the schema and docs/policy.md are all written from this.
/// </summary>
internal sealed class Setting
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Setting>> _settings = new();

    private Setting(PropertyInfo property)
    {
        Property = property;
        Key = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        IsRequired = property.IsDefined(typeof(RequiredAttribute));
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        IsMap = type == typeof(IReadOnlyDictionary<string, string>);
        ItemType = IsMap ? typeof(string) : ItemTypeOf(type);
        Type value = ItemType ?? type;
        SectionType = IsSection(value) ? value : null;
        Form = SectionType is null ? FormOf(value, property) : null;
    }

    public PropertyInfo Property { get; }

    /// <summary>The key in the file.</summary>
    public string Key { get; }

    public bool IsRequired { get; }

    /// <summary>Whether the value is an object that maps names to texts.</summary>
    public bool IsMap { get; }

    /// <summary>The type of the items of a list, or of the values of a map; null for a single value.</summary>
    public Type? ItemType { get; }

    /// <summary>The options type of a section or of a list of sections; null for plain values.</summary>
    public Type? SectionType { get; }

    /// <summary>How the value, or each item, is written in the file; null for a section.</summary>
    public IForm? Form { get; }

    /// <summary>The fewest items of a list.</summary>
    public int MinItems => Property.GetCustomAttribute<MinLengthAttribute>()?.Length ?? 0;

    /// <summary>Whether null in the file means the same as leaving the setting out.</summary>
    public bool TakesNull => Form is TextForm { Rule.TakesNull: true };

    /// <summary>The setting that this one is compared with; null when there is none.</summary>
    public ComparisonAttribute? Comparison => Property.GetCustomAttribute<ComparisonAttribute>();

    /// <summary>
    /// What applies when the setting is left out and its default is not a value of its own; null when the default is a value.
    /// </summary>
    public string? WhenAbsent => Property.GetCustomAttribute<WhenAbsentAttribute>()?.Meaning;

    /// <summary>The annotations that check the whole section, or that say more than which values are allowed.</summary>
    public IEnumerable<ValidationAttribute> Checks
        => Property.GetCustomAttributes<ValidationAttribute>().Where(static check => check.RequiresValidationContext);

    /// <summary>Lists the settings of a section, in the order of its properties.</summary>
    public static IReadOnlyList<Setting> Of(Type section) => _settings.GetOrAdd(section, static type =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.CanWrite)
            .Select(static property => new Setting(property)),
    ]);

    /// <summary>
    /// Creates a section as it is before the file is read: defaults and, where there is no default, harmless placeholders.
    /// </summary>
    public static object CreateSection(Type section)
    {
        object options = Activator.CreateInstance(section)!;
        foreach (Setting setting in Of(section).Where(static setting => setting.IsRequired))
        {
            setting.Property.SetValue(options, setting.Placeholder());
        }

        return options;
    }

    private object? Placeholder()
        => ItemType is not null ? Array.CreateInstance(ItemType, 0)
            : SectionType is not null ? CreateSection(SectionType)
            : Property.PropertyType == typeof(string) ? string.Empty
            : Property.PropertyType == typeof(Uri) ? Unreadable.Address
            : Activator.CreateInstance(Property.PropertyType);

    // A list of percentages is one value: no percentage is right or wrong alone.
    private static Type? ItemTypeOf(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && type.GenericTypeArguments[0] != typeof(int)
            ? type.GenericTypeArguments[0]
            : null;

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string) && type != typeof(Uri);

    private static IForm FormOf(Type type, PropertyInfo property) => type switch
    {
        _ when type == typeof(bool) => new SwitchForm(),
        _ when type == typeof(int) => new WholeNumberForm(Annotation<RangeAttribute>(property)),
        _ when type == typeof(TimeSpan) && property.GetCustomAttribute<TimeOfDayAttribute>() is { } times => new TimeOfDayForm(times),
        _ when type == typeof(TimeSpan) => new DurationForm(Annotation<DurationAttribute>(property)),
        _ when type == typeof(DateOnly) => new DateForm(),
        _ when type == typeof(FailureBudget) => new BudgetForm(),
        _ when type == typeof(IReadOnlyList<int>) => new PercentagesForm(Annotation<PercentagesAttribute>(property)),
        _ when type.IsEnum => new ChoiceForm(type),
        _ => new TextForm(property.GetCustomAttribute<TextFormAttribute>(), isAddress: type == typeof(Uri)),
    };

    private static T Annotation<T>(PropertyInfo property)
        where T : Attribute
        => property.GetCustomAttribute<T>()
            ?? throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name} needs a {typeof(T).Name}.");
}
