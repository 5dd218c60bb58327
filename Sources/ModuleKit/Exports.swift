/// A module's author imports `ModuleKit` alone and still reads and writes JSON values and dates.
@_exported public import EventModel
